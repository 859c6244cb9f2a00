/** The wire format that the page on adding a provider builds. */
@NullMarked
package dev.headgate.dialect.tiny;

import org.jspecify.annotations.NullMarked;
