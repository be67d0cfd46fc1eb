"""代巡: on some days somebody walks a reach for its chief, who is in office and asks for it; nothing else passes."""
