@NullMarked
package dev.headgate.dialect.ollama;

import org.jspecify.annotations.NullMarked;
