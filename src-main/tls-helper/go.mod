module tls-helper

go 1.19
