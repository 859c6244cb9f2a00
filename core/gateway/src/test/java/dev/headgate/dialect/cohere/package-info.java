@NullMarked
package dev.headgate.dialect.cohere;

import org.jspecify.annotations.NullMarked;
