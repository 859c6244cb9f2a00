/** Credentials of Microsoft Entra, and where they come from. Pure. */
@NullMarked
package dev.headgate.credential.entra;

import org.jspecify.annotations.NullMarked;
