# BILAT_LIB(VARIABLE, LIBRARY, FUNCTION, HEADERS)
# For libraries without a .pc file: needs one of HEADERS and FUNCTION in LIBRARY.
# Sets VARIABLE_LIBS and leaves LIBS alone, so that a program links only what it names.
# What is missing is collected in bilat_missing: one run of configure names all of it.
AC_DEFUN([BILAT_LIB], [
  AC_CHECK_LIB([$2], [$3], [$1_LIBS="-l$2"], [$1_LIBS=""])
  bilat_header=no
  AC_CHECK_HEADERS([$4], [bilat_header=yes; break])
  AS_IF([test -z "$[$1]_LIBS" || test $bilat_header = no],
        [bilat_missing="$bilat_missing lib$2"])
  AC_SUBST([$1_LIBS])
])

# BILAT_PKG(VARIABLE, MODULE): as BILAT_LIB, for libraries that have a .pc file.
AC_DEFUN([BILAT_PKG], [
  PKG_CHECK_MODULES([$1], [$2], [], [bilat_missing="$bilat_missing $2"])
])
