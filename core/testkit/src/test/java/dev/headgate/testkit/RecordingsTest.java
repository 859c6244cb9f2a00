package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class RecordingsTest {
    @Test
    void skips_by_name_where_the_folder_is_missing_but_never_in_ci(@TempDir Path folder) {
        Optional<Path> missing = Optional.of(folder.resolve("fixtures"));

        assertThatThrownBy(() -> Recordings.require(missing, false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining(missing.get().toString());
        assertThatThrownBy(() -> Recordings.require(missing, true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CI must not skip");
        assertThatThrownBy(() -> Recordings.require(Optional.empty(), false)).isInstanceOf(TestAbortedException.class);
        assertThatCode(() -> Recordings.require(Optional.of(folder), true)).doesNotThrowAnyException();
    }

    @Test
    void others_are_taken_from_the_folder_that_is_named() {
        assertThat(Recordings.folder(Optional.of("/a/b"), Optional.empty())).contains(Path.of("/a/shared/fixtures"));
        assertThat(Recordings.folder(Optional.of("/a/b"), Optional.of("mine"))).contains(Path.of("/a/b/mine"));
        assertThat(Recordings.folder(Optional.of("/a/b"), Optional.of("/mine"))).contains(Path.of("/mine"));
    }

    @Test
    void every_recording_can_be_read_in_full() {
        List<Recording> all = Recordings.cases(m -> true);

        assertThat(all).hasSizeGreaterThan(1000);
        for (Recording recording : all) {
            assertThat(recording.response()).as(recording.toString()).isNotNull();
            assertThat(recording.expected().path("status").asInt())
                    .as(recording.toString())
                    .isEqualTo(recording.meta().status());
        }
    }

    @Test
    void recorded_chat_streams_fold_to_what_is_expected_of_them() {
        List<Recording> streams = Recordings.cases(
                m -> m.provider().equals("openai") && m.format().equals("openai_chat") && m.stream());

        assertThat(streams).isNotEmpty();
        for (Recording stream : streams) {
            ChatFold fold = ChatFold.ofEvents(Sse.parse(stream.response()).events());
            assertThat(fold.text())
                    .as(stream.toString())
                    .isEqualTo(stream.expected().path("text").asString(""));
            assertThat(fold.toolCalls())
                    .as(stream.toString())
                    .hasSize(stream.expected().path("tool_calls").size());
        }
    }

    @Test
    void a_recording_replays_as_it_was() {
        Recording recording = Recordings.cases(m -> m.provider().equals("openai") && m.stream())
                .getFirst();
        try (var upstream = new FakeUpstream().always(recording.reply());
                var client = RawClient.connect(upstream.url())) {
            Answer answer = client.get("/").read();
            assertThat(answer.status()).isEqualTo(recording.meta().status());
            assertThat(answer.body().array()).isEqualTo(recording.response());
            assertThat(answer.fields().entries())
                    .containsAll(recording.meta().headers().entries());
        }
    }
}
