@NullMarked
package dev.headgate.dialect.gemini;

import org.jspecify.annotations.NullMarked;
