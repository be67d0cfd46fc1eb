"""Between the web server and Django: bodies are received here, and threads handed out (decision 0016)."""
