@NullMarked
package dev.headgate.plugin.redaction.external;

import org.jspecify.annotations.NullMarked;
