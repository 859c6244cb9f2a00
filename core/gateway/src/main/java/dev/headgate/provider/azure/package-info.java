/** Azure OpenAI: deployment URLs and the v1 URL, with the api-key header. */
@NullMarked
package dev.headgate.provider.azure;

import org.jspecify.annotations.NullMarked;
