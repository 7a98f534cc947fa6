module authentik-sso/testbed/echo

go 1.21
