package dev.headgate.api.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The form of a text: of the value itself, of each element of a list, or of each name in a map. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Matches {
    /** The regular expression the whole text must match. */
    String value();

    /** The form in words, completing "use …". */
    String use();

    /** Whether a message may repeat a text that does not match; not where a credential is easily put by mistake. */
    boolean shown() default true;
}
