/** The operator that the page on adding a provider builds. */
@NullMarked
package dev.headgate.provider.tiny;

import org.jspecify.annotations.NullMarked;
