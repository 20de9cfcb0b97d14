"""The people, rooms and words of the demo."""

from __future__ import annotations

from importlib.resources import files

PEOPLE = [line.split() for line in (files(__package__) / "people.txt").read_text("utf-8").splitlines()]

ROOMS = {
    "announcements": ("Announcements", "What everybody should know. Short, please."),
    "tea": ("Tea", "Where the kettle is always on. House rules in the first message."),
    "laser-cutter": ("Laser cutter", "Settings, bookings, and what not to cut"),
    "electronics": ("Electronics", "Solder, firmware, smoke"),
    "wood-shop": ("Wood shop", "Sharp tools and long clamps"),
    "treasury": ("Treasury", "Where the money goes"),
    "open-evenings": ("Open evenings", "Who opens, who shows what, who closes"),
    "random": ("Random", "Everything else"),
    "3d-printing": ("3D printing", "Layers and patience"),
    "bikes": ("Bikes", "Repair café every other week"),
}
PRIVATE_ROOMS = {"treasury"}
MORE_ROOMS = [
    "ceramics",
    "textiles",
    "welding",
    "garden",
    "radio",
    "photography",
    "book-club",
    "robotics",
    "boat-project",
    "kiln",
    "recycling",
    "printing-press",
    "leather",
    "synthesizers",
    "astronomy",
    "cooking",
    "board-games",
    "drones",
    "music-corner",
    "window-sign",
]

WORDS = {
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "tea": ["green tea", "Darjeeling", "peppermint", "lapsang", "rooibos", "the good Assam"],
    "snack": ["cardamom buns", "biscuits", "cheese scones", "plum cake", "samosas", "ginger cookies"],
    "thing": ["bookshelf", "clock", "lamp", "bird house", "guitar stand", "coat rack", "speaker box", "stool", "drum"],
    "machine": [
        "laser cutter",
        "CNC mill",
        "lathe",
        "kiln",
        "sewing machine",
        "bandsaw",
        "vinyl cutter",
        "drill press",
    ],
    "material": ["birch plywood", "walnut", "acrylic", "brass", "felt", "cork", "cherry", "aluminium", "bamboo"],
    "number": [str(number) for number in range(12, 97)],
    "percent": [str(number) for number in range(20, 80, 5)],
    "digit": list("123456789"),
}
EMOJI = ["👍", "❤️", "🎉", "😂", "🙏", "👀", "🔥", "☕"]
