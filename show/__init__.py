"""What screen, wall and paper share: words, numbers, scales, drawings. No Streamlit."""
