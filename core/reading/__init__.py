"""What is said of an indicator, series, place and moment: made here once, and asked by page, wall, report and
export.
"""
