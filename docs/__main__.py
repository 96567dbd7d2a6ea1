"""`make docs`: write again the parts of documents that code knows better; nothing else of them is touched."""

from docs.parts import documents


def main() -> None:
    """Write what changed, and say which."""
    for path, text in documents().items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"Escrito: {path.name}")


if __name__ == "__main__":
    main()
