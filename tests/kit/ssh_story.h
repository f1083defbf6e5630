/* Public keys for tests, made by ssh-keygen, whose private halves are gone;
 * the fingerprints are those that `ssh-keygen -l` prints. */
#ifndef TESTS_KIT_SSH_STORY_H
#define TESTS_KIT_SSH_STORY_H

#define SSH_ONE \
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIICCAm7zdo2TmHPqAjUYMIozLGaELc0d11" \
    "NV53RQYJqB"
#define SSH_TWO \
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHNaD4JaJ8JEnk27ewN6mQL03qx3Le/yaK" \
    "Ub9MezoqoB"
#define SSH_ECDSA \
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAA" \
    "BBBByeHKQivn7iZqnusrW/WqMkrOCDvkraIZ5ZLlKLKFZRLUsxwJDU9jqurZBflFUpW5qJ" \
    "uqJUEhQOnOc1NL2uPbE="
#define SSH_ECDSA_384 \
    "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAA" \
    "BhBMpQkyWI9vzexkodhskq6OiN/y3ssdLsKrYZCKw6/0UFhOqJ84+01dzkZJSkz4H3O5Q1" \
    "NyGr6W4RbxHlOQg4zb7RUjVtFTx90ClophenOUWPhWzl2Fh3NRaJKy4kVgyR8A=="
#define SSH_RSA_2048 \
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDHaEjPKQiXomjB3sr/v+roPLAHKrHBJE" \
    "FfDrxVjQTAQIVgiFF72uKNHC9Lop/byOWY5mLt4Lgx3rWjjd8gr5n+IvEJvRqmnwjgVlyJ" \
    "RFXFujQroOIUadl5vS0MwlD9/cQPPF2Vpbn/a/XG7dtJ1IDzeIVF0uQFCY3a+tx8R+essN" \
    "dgsRWKKL2DBIP9GETEgOM3vDCBMLXdxWNXY42IIEDNPdPTjUQ+mel5SaSS/9wjwd0HgZ55" \
    "xlI+ywpv8SWA6tizUNlzW6vEt53EQ9J4Nn6M9GKwka9PrA98SH7VNYPR0N79g+S+XytGxz" \
    "3eIk7R2EABx42PWmmMrUHQtWq21pCl"
#define SSH_RSA_3072 \
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDHQUKd3TVlKmtzb31UzBL/2GYci4M26C" \
    "DOZCgU3lh3grzSpWI9xbanYM4WuCVfUuHJ1kN8CYmwToMryOK/an9ozKUykKhrzsTKE1Em" \
    "Xn/gKXqgQphjt9++NUUAnkph4Ytu8hk9g3ELWyw3yj+kafe9fd2WmwT8m8//MZSnY8XnDp" \
    "FiGG/kb5PhO1xwSOkim88aXMHQxtJW0D/11qEVg/x1ZHU42LMnJ3DCXGzmipAvNP0sUTmr" \
    "7oFywdN6DP2nUebt7LeJTadQUBncSwB4XYsXlsJIuryyQYElmQJyoy95YT6G2CvIUPucvN" \
    "YOQpsXUvh9ElKvdMCHlB+upcvUDYkzuWsI82BZW0w+4Rn4iwTnf+nW4/xUPwEVMJ9JsuPN" \
    "qpsnsLziesw7/rSyVRUjisBb/ORYP15UqGSl0HQ1AjpFDTm9pU57noAJ9J145OHo4SE8Z9" \
    "gh/ZkxmPZil0Sgq9yfZZvU2i3YQeH+wro1CPWXVlv5PFQ8BY3hTEqwKltANhk="

#define SSH_ONE_PRINT   "SHA256:e7wve7elShMXbK+AckHELiyy4WpVNuNEwYgC4yax3CA"
#define SSH_TWO_PRINT   "SHA256:1SPwORqA4Lt1Dw9Mt1m0Dr3qKSp8JJ+SKiXgtCyNdHw"
#define SSH_ECDSA_PRINT "SHA256:/iOWDVccmoHdFjnwSGGzWq9tjmvNVU9TkfLpp12ZXsE"
#define SSH_RSA_PRINT   "SHA256:0qPHC3VcM5igd9A3DeVdXe/tJhgYRWQcLO2GhaqmazA"

#endif
