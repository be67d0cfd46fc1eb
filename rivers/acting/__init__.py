"""代理: who does a chief's work while the chief is on leave. The chief stays responsible."""
