/** What a wire format is: reading the head of a request and changing what an upstream must see changed; without I/O. */
@NullMarked
package dev.headgate.dialect;

import org.jspecify.annotations.NullMarked;
