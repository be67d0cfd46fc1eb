"""What anybody may open without signing in: the page behind the QR code of a signboard."""
