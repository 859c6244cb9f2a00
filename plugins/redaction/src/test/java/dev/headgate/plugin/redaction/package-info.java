@NullMarked
package dev.headgate.plugin.redaction;

import org.jspecify.annotations.NullMarked;
