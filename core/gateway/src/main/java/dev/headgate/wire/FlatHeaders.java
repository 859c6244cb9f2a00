package dev.headgate.wire;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a decoded message in the order they came: a message has so few that comparing lengths finds one sooner
 * than a hash. Names and values are validated as they are added. For one event loop.
 */
public final class FlatHeaders extends HttpHeaders {
    /** Makes these for Netty's decoders. */
    public static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new FlatHeaders();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return new FlatHeaders();
        }
    };

    private CharSequence[] names = new CharSequence[12];
    private String[] values = new String[12];
    private int size;

    private int indexOf(CharSequence name, int from) {
        int length = name.length();
        for (int i = from; i < size; i++) {
            if (names[i].length() == length && AsciiString.contentEqualsIgnoreCase(names[i], name)) {
                return i;
            }
        }
        return -1;
    }

    private FlatHeaders append(CharSequence name, String value) {
        int bad = HttpHeaderValidationUtil.validateToken(name);
        if (name.isEmpty() || bad != -1) {
            throw new IllegalArgumentException("a header name holds a character that has no place in it");
        }
        if (HttpHeaderValidationUtil.validateValidHeaderValue(value) != -1) {
            throw new IllegalArgumentException("a header value holds a character that has no place in it");
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        names[size] = name;
        values[size++] = value;
        return this;
    }

    @Override
    public @Nullable String get(CharSequence name) {
        int i = indexOf(name, 0);
        return i < 0 ? null : values[i];
    }

    @Override
    public @Nullable String get(String name) {
        return get((CharSequence) name);
    }

    @Override
    public List<String> getAll(CharSequence name) {
        int first = indexOf(name, 0);
        if (first < 0) {
            return List.of();
        }
        int next = indexOf(name, first + 1);
        if (next < 0) {
            return List.of(values[first]);
        }
        List<String> all = new ArrayList<>(List.of(values[first]));
        for (; next >= 0; next = indexOf(name, next + 1)) {
            all.add(values[next]);
        }
        return all;
    }

    @Override
    public List<String> getAll(String name) {
        return getAll((CharSequence) name);
    }

    @Override
    public boolean contains(CharSequence name) {
        return indexOf(name, 0) >= 0;
    }

    @Override
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        return append(name, value.toString());
    }

    @Override
    public HttpHeaders add(String name, Object value) {
        return append(name, value.toString());
    }

    @Override
    public HttpHeaders add(String name, Iterable<?> all) {
        all.forEach(v -> append(name, v.toString()));
        return this;
    }

    @Override
    public HttpHeaders remove(CharSequence name) {
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i)) {
            System.arraycopy(names, i + 1, names, i, size - i - 1);
            System.arraycopy(values, i + 1, values, i, size - i - 1);
            size--;
        }
        return this;
    }

    @Override
    public HttpHeaders remove(String name) {
        return remove((CharSequence) name);
    }

    @Override
    public HttpHeaders set(CharSequence name, Object value) {
        remove(name);
        return append(name, value.toString());
    }

    @Override
    public HttpHeaders set(String name, Object value) {
        return set((CharSequence) name, value);
    }

    @Override
    public HttpHeaders set(String name, Iterable<?> all) {
        remove(name);
        return add(name, all);
    }

    @Override
    public HttpHeaders clear() {
        Arrays.fill(names, 0, size, "");
        Arrays.fill(values, 0, size, "");
        size = 0;
        return this;
    }

    @Override
    public List<Map.Entry<String, String>> entries() {
        List<Map.Entry<String, String>> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(Map.entry(names[i].toString(), values[i]));
        }
        return all;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract above all the same
    public Iterator<Map.Entry<String, String>> iterator() {
        return entries().iterator();
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iteratorCharSequence() {
        List<Map.Entry<CharSequence, CharSequence>> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(Map.entry(names[i], values[i]));
        }
        return all.iterator();
    }

    @Override
    public Set<String> names() {
        Set<String> all = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            all.add(names[i].toString());
        }
        return all;
    }

    // ---- numbers and times, which nobody asks a decoded message for

    @Override
    public @Nullable Integer getInt(CharSequence name) {
        String value = get(name);
        return value == null ? null : Integer.valueOf(value);
    }

    @Override
    public int getInt(CharSequence name, int absent) {
        String value = get(name);
        return value == null ? absent : Integer.parseInt(value);
    }

    @Override
    public @Nullable Short getShort(CharSequence name) {
        String value = get(name);
        return value == null ? null : Short.valueOf(value);
    }

    @Override
    public short getShort(CharSequence name, short absent) {
        String value = get(name);
        return value == null ? absent : Short.parseShort(value);
    }

    @Override
    public @Nullable Long getTimeMillis(CharSequence name) {
        String value = get(name);
        var time = value == null ? null : DateFormatter.parseHttpDate(value);
        return time == null ? null : time.toInstant().toEpochMilli();
    }

    @Override
    public long getTimeMillis(CharSequence name, long absent) {
        Long time = getTimeMillis(name);
        return time == null ? absent : time;
    }

    @Override
    public HttpHeaders addInt(CharSequence name, int value) {
        return append(name, Integer.toString(value));
    }

    @Override
    public HttpHeaders addShort(CharSequence name, short value) {
        return append(name, Short.toString(value));
    }

    @Override
    public HttpHeaders setInt(CharSequence name, int value) {
        return set(name, Integer.toString(value));
    }

    @Override
    public HttpHeaders setShort(CharSequence name, short value) {
        return set(name, Short.toString(value));
    }
}
