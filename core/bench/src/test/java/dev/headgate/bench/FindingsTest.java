package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final String LINE =
            "{\"label\":\"\",\"ok\":%d,\"errors\":%d,\"err_status\":%2$d,\"last_status\":502,"
                    + "\"err_sse\":0,\"err_conn\":0,\"stuck\":%d,\"chunks\":0,\"cpu_us\":23.75,\"other_cpu\":-0.002,\"per_s\":[10,20,30]}";

    @Test
    void reads_the_load_generators_line() throws NotMeasured {
        Window window = Window.parse(LINE.formatted(60, 0, 0));
        assertThat(window.figure("cpu_us")).isEqualTo(23.75);
        assertThat(window.figure("other_cpu")).isEqualTo(-0.002);
        assertThat(window.perSecond()).containsExactly(10.0, 20.0, 30.0);
        assertThat(window.fault()).isEmpty();
        assertThat(window.noisy()).isFalse();
    }

    @Test
    void a_line_without_figures_is_the_reason() {
        assertThatThrownBy(() -> Window.parse("llmload: connect: Connection refused"))
                .isInstanceOf(NotMeasured.class)
                .hasMessage("failed: llmload: connect: Connection refused");
    }

    @Test
    void a_round_with_errors_is_no_figure() throws NotMeasured {
        Series series =
                Series.of("x", List.of(Window.parse(LINE.formatted(60, 0, 0)), Window.parse(LINE.formatted(60, 2, 0))));
        assertThatThrownBy(() -> series.median("cpu_us"))
                .hasMessage("failed: 2 errors (2 by status, last 502; 0 broken connections; 0 broken streams)");
    }

    @Test
    void a_round_with_requests_never_answered_is_no_figure() throws NotMeasured {
        assertThat(Window.parse(LINE.formatted(60, 0, 3)).fault()).hasValue("failed: 3 requests without an answer");
        assertThat(Window.parse(LINE.formatted(0, 0, 0)).fault()).hasValue("failed: nothing was answered");
    }

    private static Series series(String name, double... cpu) throws NotMeasured {
        var windows = new ArrayList<Window>();
        for (double each : cpu) {
            windows.add(Window.parse(LINE.formatted(60, 0, 0).replace("23.75", String.valueOf(each))));
        }
        return Series.of(name, windows);
    }

    @Test
    void rounds_that_differ_by_more_than_a_quarter_give_no_verdict() throws NotMeasured {
        Series steady = series("a", 20, 24.9, 22);
        assertThat(new Comparison(List.of(steady, series("b", 20, 22, 21)))
                        .judge(Goal.REQUEST, "a", "b", "cpu_us")
                        .verdict())
                .isEqualTo("met");
        assertThat(new Comparison(List.of(steady, series("b", 20, 40, 41)))
                        .judge(Goal.REQUEST, "a", "b", "cpu_us")
                        .verdict())
                .isEqualTo("no verdict: noisy");
    }

    @Test
    void takes_the_middle_of_the_rounds() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
        assertThat(Spread.of(List.of(1234.56, 1000.0, 2000.0)).text(1)).isEqualTo("1,234.6 (1,000.0..2,000.0)");
    }

    @Test
    void judges_by_the_limit_and_tells_the_distance() {
        assertThat(Goal.REQUEST.judge(0.84).row())
                .containsExactly(
                        "CPU per 1 KB request, by nginx's", "≤ 1.15x (0.85x)", "0.84x", "met, and the further goal");
        assertThat(Goal.REQUEST.judge(1.15).verdict()).isEqualTo("met");
        assertThat(Goal.REQUEST.judge(1.38).verdict()).isEqualTo("not met (20 % over)");
        assertThat(Goal.FIRST_SECOND.judge(20).verdict()).isEqualTo("not met (20 % short)");
        assertThat(Goal.FIRST_SECOND.judge(50).verdict()).isEqualTo("met, and the further goal");
        assertThat(Goal.START
                        .unmeasured(new NotMeasured("not measured: no time"))
                        .row())
                .endsWith("–", "not measured: no time");
    }

    @Test
    void a_ratio_needs_both_sides() {
        var found = new Comparison(List.of(
                Series.failed("nginx", "not measured: nginx is not here"), Series.of("headgate", List.of(window(0)))));
        assertThat(found.judge(Goal.REQUEST, "headgate", "nginx", "cpu_us").verdict())
                .isEqualTo("not measured: nginx is not here");
    }

    @Test
    void noisy_rounds_give_no_verdict() {
        Window noisy = window(0.5);
        Window quiet = window(0.01);
        var found = new Comparison(List.of(
                Series.of("nginx", List.of(quiet, quiet, noisy)), Series.of("headgate", List.of(quiet, noisy, noisy))));
        assertThat(found.judge(Goal.REQUEST, "nginx", "nginx", "cpu_us").verdict())
                .isEqualTo("met");
        assertThat(found.judge(Goal.REQUEST, "headgate", "nginx", "cpu_us").verdict())
                .isEqualTo("no verdict: noisy");
    }

    @Test
    void replaces_what_stands_between_the_marks() {
        String document = "# A\n" + MarkedText.BEGIN + "\nold\n" + MarkedText.END + "\nkept\n";
        assertThat(MarkedText.replace(document, "new\n"))
                .isEqualTo("# A\n" + MarkedText.BEGIN + "\n\nnew\n\n" + MarkedText.END + "\nkept\n");
        assertThatThrownBy(() -> MarkedText.replace("no marks", "new")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_what_it_does_not_know() {
        assertThatThrownBy(() -> Options.parse(List.of("--scenario", "chat-2k")))
                .hasMessage("no scenario chat-2k");
        assertThatThrownBy(() -> Options.parse(List.of("--against", "x=http://192.0.2.1:80,pid=1")))
                .hasMessageContaining("127.0.0.1");
    }

    private static Window window(double others) {
        return new Window(
                Map.of("cpu_us", 20.0, "other_cpu", others, "errors", 0.0, "stuck", 0.0, "ok", 1.0, "chunks", 0.0),
                List.of());
    }
}
