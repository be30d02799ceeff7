"""The pages: what a parent reads and sends."""
