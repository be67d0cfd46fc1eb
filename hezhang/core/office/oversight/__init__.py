"""账号安全: the pages of the security administrator; the auditor reads most of them."""
