/** Tests of the state that gateways share in Redis. */
@NullMarked
package dev.headgate.state.redis;

import org.jspecify.annotations.NullMarked;
