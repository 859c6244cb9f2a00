/** Words blocked or masked, in requests and answers. */
@NullMarked
package dev.headgate.plugin.wordguard;

import org.jspecify.annotations.NullMarked;
