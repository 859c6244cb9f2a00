@NullMarked
package dev.headgate.plugin.redaction.detect;

import org.jspecify.annotations.NullMarked;
