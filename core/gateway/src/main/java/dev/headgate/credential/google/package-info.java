/** Credentials of Google Cloud, and where they come from. Pure. */
@NullMarked
package dev.headgate.credential.google;

import org.jspecify.annotations.NullMarked;
