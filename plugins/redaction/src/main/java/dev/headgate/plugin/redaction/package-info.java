/** Personal data and secrets taken out of requests and answers, and put back where that is wanted. */
@NullMarked
package dev.headgate.plugin.redaction;

import org.jspecify.annotations.NullMarked;
