"""What the environment is made of, as CycloneDX (`make sbom`): what installers bring along and where packages come from
is left out, for that is of a machine and not of the project.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).resolve().parents[1] / "sbom.cdx.json"
_TOOLS: Final = {"pip", "setuptools", "wheel"}
_ELSEWHERE: Final = "pypi.org"


def cleaned(bom: dict[str, Any]) -> dict[str, Any]:
    """The same without the installer's own packages and without addresses of the registry."""
    left = [c for c in bom["components"] if c["name"] not in _TOOLS]
    for component in left:
        references = component.get("externalReferences", [])
        component["externalReferences"] = [r for r in references if _ELSEWHERE not in r["url"]]
    gone = {c["bom-ref"] for c in bom["components"]} - {c["bom-ref"] for c in left}
    links = [
        d | ({"dependsOn": [r for r in d["dependsOn"] if r not in gone]} if "dependsOn" in d else {})
        for d in bom.get("dependencies", [])
        if d["ref"] not in gone
    ]
    about = {k: v for k, v in bom.get("metadata", {}).items() if k != "tools"}
    return bom | {"components": left, "dependencies": links, "metadata": about}


if __name__ == "__main__":
    text = json.dumps(cleaned(json.load(sys.stdin)), ensure_ascii=False, indent=1, sort_keys=True)
    FILE.write_text(text + "\n", encoding="utf-8")
