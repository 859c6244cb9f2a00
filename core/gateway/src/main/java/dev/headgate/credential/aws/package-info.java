/** Credentials of AWS, and where they come from. Pure. */
@NullMarked
package dev.headgate.credential.aws;

import org.jspecify.annotations.NullMarked;
