package dev.headgate.upstream;

import org.jspecify.annotations.Nullable;

/** One way an upstream knows us: a credential that lasts, or one that is fetched and fetched again. */
sealed interface Access permits Credential, FetchedCredential {
    /** The credential as it is now; null when it has to be waited for. */
    @Nullable
    Credential now(Loop loop);
}
