package dev.headgate.plugin.redaction.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DetectorsTest {
    private static final String LETTER =
            "Write to jane.doe@example.com or to bob@mail.example.co.uk. Card 4111 1111 1111 1111, "
                    + "from 203.0.113.77 and 2001:db8::8a2e:370:7334; not version 1.2.3.4, not 4111 1111 1111 1112.";

    private static final Detectors ALL = Detectors.builder().detect("all").build();

    @Test
    void finds_several_kinds_in_one_text_in_order() {
        assertThat(ALL.find(LETTER))
                .extracting(f -> f.kind() + " " + f.value(LETTER))
                .containsExactly(
                        "email jane.doe@example.com",
                        "email bob@mail.example.co.uk",
                        "card 4111 1111 1111 1111",
                        "ip 203.0.113.77",
                        "ip 2001:db8::8a2e:370:7334");
    }

    @Test
    void finds_the_same_in_a_stream_cut_anywhere() {
        String whole = Watched.whole(ALL, LETTER);
        for (int cut = 0; cut <= LETTER.length(); cut++) {
            assertThat(Watched.cut(ALL, LETTER, List.of(cut))).isEqualTo(whole);
        }
        assertThat(Watched.cut(
                        ALL,
                        LETTER,
                        java.util.stream.IntStream.range(0, LETTER.length())
                                .boxed()
                                .toList()))
                .isEqualTo(whole);
    }

    @Test
    void finds_only_what_was_asked_for_and_not_what_is_allowed() {
        Detectors some = Detectors.builder()
                .detect("email")
                .allow("jane.doe@example.com")
                .build();
        assertThat(some.find(LETTER)).extracting(f -> f.value(LETTER)).containsExactly("bob@mail.example.co.uk");
    }

    @Test
    void names_the_kinds_there_are_when_one_is_misspelt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Detectors.builder().detect("emial"))
                .withMessageContaining("no kind \"emial\"; known: ")
                .withMessageContaining("email");
    }
}
