/** Amazon Bedrock: hosts by region, paths with the model in them, and what its errors mean. */
@NullMarked
package dev.headgate.provider.bedrock;

import org.jspecify.annotations.NullMarked;
