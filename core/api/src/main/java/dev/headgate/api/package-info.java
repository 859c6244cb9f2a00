/**
 * What a plugin compiles against: the exchange, its bodies and streams, filters, failures and usage. Nothing in here
 * opens connections, and nothing in here holds a credential.
 */
@NullMarked
package dev.headgate.api;

import org.jspecify.annotations.NullMarked;
