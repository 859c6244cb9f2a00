/** The word guard, on whole texts and on streams cut anywhere. */
@NullMarked
package dev.headgate.plugin.wordguard;

import org.jspecify.annotations.NullMarked;
