"""包裹: what people make on a phone and hand in later: announced, taken once, kept when it can no longer be carried out."""
