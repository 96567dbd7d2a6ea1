"""The wall: scenes for the operations room's screens, drawn without Streamlit so that they outlive server and
network.
"""
