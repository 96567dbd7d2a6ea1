"""Places on the map: boundaries (`shapes`), their shared arcs (`topology`) and the map's static geometry (`atlas`)."""
