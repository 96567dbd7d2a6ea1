"""A made-up charging network in the form of tests/payloads/mobie/evChargingInfra.xml, as large as asked for."""

import random
from pathlib import Path
from typing import Final

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<d2:payload xmlns:d2="http://datex2.eu/schema/3/d2Payload" xmlns:com="http://datex2.eu/schema/3/common"
    xmlns:fac="http://datex2.eu/schema/3/facilities" xmlns:lr="http://datex2.eu/schema/3/locationReferencing"
    xmlns="http://datex2.eu/schema/3/energyInfrastructure" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:type="EnergyInfrastructureTablePublication" lang="pt" modelBaseVersion="3">
  <com:publicationTime>2026-05-13T03:00:04.200Z</com:publicationTime>
  <energyInfrastructureTable id="tabela" version="1">
"""
_TAIL: Final = "  </energyInfrastructureTable>\n</d2:payload>\n"
_POINT: Final = """          <refillPoint xsi:type="ElectricChargingPoint" id="{id}-{n}" version="1">
            <fac:name><com:values><com:value lang="pt">{id}-{n}</com:value></com:values></fac:name>
            <connector><connectorType>iec62196T2</connectorType><maxPowerAtSocket>22000.0</maxPowerAtSocket></connector>
{extra}          </refillPoint>
"""
# What makes the real file large: names, operators, prices and hours repeated under every point.
_EXTRA: Final = "".join(
    f'            <supplementalFacility xsi:type="Servico{n}"><com:values><com:value lang="pt">Nota {n} do ponto de '
    f"carregamento, com o horário e o preço que o operador publica</com:value></com:values></supplementalFacility>\n"
    for n in range(60)
)
_POINTS: Final = 2  # per station


def _site(number: int, chance: random.Random) -> str:
    name = f"XXX-{number:05d}"
    lat, lon = chance.uniform(37.2, 41.8), chance.uniform(-8.5, -7.2)
    place = (
        '<fac:locationReference xsi:type="lr:PointLocation"><lr:pointByCoordinates><lr:pointCoordinates>'
        f"<lr:latitude>{lat:.5f}</lr:latitude><lr:longitude>{lon:.5f}</lr:longitude>"
        "</lr:pointCoordinates></lr:pointByCoordinates></fac:locationReference>"
    )
    inside = "".join(_POINT.format(id=name, n=n, extra=_EXTRA) for n in range(1, _POINTS + 1))
    return (
        f'      <energyInfrastructureSite id="{name}" version="1">{place}\n'
        f'        <energyInfrastructureStation id="{name}" version="1">\n{inside}'
        "        </energyInfrastructureStation>\n      </energyInfrastructureSite>\n"
    )


def write(path: Path, megabytes: float = 200.0) -> int:
    """Write whole sites to `path` until it has at least `megabytes`; returns its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    chance, number = random.Random(20260513), 0
    with path.open("w", encoding="utf-8") as handle:
        handle.write(_HEAD)
        while handle.tell() < megabytes * 1e6:
            handle.writelines(_site(number + n, chance) for n in range(50))
            number += 50
        handle.write(_TAIL)
    return path.stat().st_size
