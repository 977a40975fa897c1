# BILAT_WARNINGS(FLAGS): appends to WARN_CFLAGS each flag that the compiler knows.
# CFLAGS stays the user's; -Werror is never on while configure itself compiles.
AC_DEFUN([BILAT_WARNINGS], [
  bilat_save_CFLAGS=$CFLAGS
  for bilat_flag in $1; do
    AC_MSG_CHECKING([whether $CC accepts $bilat_flag])
    CFLAGS="$bilat_save_CFLAGS -Werror $bilat_flag"
    AC_COMPILE_IFELSE([AC_LANG_SOURCE([[int main(void) { return 0; }]])],
                      [AC_MSG_RESULT([yes])
                       WARN_CFLAGS="$WARN_CFLAGS $bilat_flag"],
                      [AC_MSG_RESULT([no])])
  done
  CFLAGS=$bilat_save_CFLAGS
])
