@NullMarked
package dev.headgate.credential.entra;

import org.jspecify.annotations.NullMarked;
