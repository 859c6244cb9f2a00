/** State that several gateways share in Redis or Valkey. The only place that knows its client. */
@NullMarked
package dev.headgate.state.redis;

import org.jspecify.annotations.NullMarked;
