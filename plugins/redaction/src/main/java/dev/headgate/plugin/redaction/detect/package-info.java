/** Finds personal data and secrets in texts, whole or as they come, in one pass whose time grows with their length alone. */
@NullMarked
package dev.headgate.plugin.redaction.detect;

import org.jspecify.annotations.NullMarked;
