"""What a message holds besides text, with the fields that it must have."""

_FILE = {"file_id": "AgAD", "file_unique_id": "Qw"}

FIELDS = {
    "photo": [_FILE | {"width": 90, "height": 60}],
    "voice": _FILE | {"duration": 3},
    "video_note": _FILE | {"length": 240, "duration": 3},
    "document": _FILE,
    "animation": _FILE | {"width": 90, "height": 60, "duration": 3},
    "sticker": _FILE | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    "location": {"latitude": 52.5, "longitude": 13.4},
}
