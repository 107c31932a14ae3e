"""What notebooks show."""

class Animation:
    """The bytes of an animated GIF, `data`. A notebook plays it."""

    __module__ = "poseaae.render"

    def __init__(self, data: bytes):
        self.data = data

    def save(self, path) -> None:
        """Writes the file."""
        with open(path, "wb") as file:
            file.write(self.data)

    def __repr__(self) -> str:
        return f"<Animation of {len(self.data)} bytes>"

    def _repr_html_(self) -> str:
        import base64  # not when the package is imported

        return f'<img alt="animation" src="data:image/gif;base64,{base64.b64encode(self.data).decode("ascii")}">'
