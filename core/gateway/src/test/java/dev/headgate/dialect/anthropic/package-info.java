@NullMarked
package dev.headgate.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
