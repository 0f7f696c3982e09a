package io.barium.replay.live;

import io.barium.replay.World;
import io.barium.replay.World.Wave;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Turns the waves of a world into what providers report. */
final class Staging {
    /** A voice message is transcribed about a minute after it rang. */
    private static final Duration SPEAKING = Duration.ofSeconds(70);
    /** Somebody who dials by hand needs so long for a row. */
    private static final Duration ROW = Duration.ofMinutes(6);

    private final long seed;
    private final Casting casting;
    private List<String> siblings = List.of();

    /**
     * What is reported at one moment.
     *
     * @param posts in any order
     * @param leaked whether it follows from the leak
     */
    record Beat(Instant at, List<Post> posts, boolean leaked) {}

    Staging(long seed, Casting casting) {
        this.seed = seed;
        this.casting = casting;
    }

    /** Who guesses from now on meets these. */
    void guess(List<String> addresses) {
        siblings = List.copyOf(addresses);
    }

    /**
     * A wave from its begin on. Tokens that nobody plays yet are left out.
     *
     * @param taken which personas' rows left, for a wave that follows from the leak
     */
    List<Beat> beats(Wave wave, Instant begin, IntPredicate taken) {
        return wave.leaked() ? byHand(wave, begin, taken) : atOnce(wave, begin);
    }

    private List<Beat> atOnce(Wave wave, Instant begin) {
        boolean stray = wave.way() == World.Way.MAIL
                && wave.siblings().isEmpty()
                && wave.tokens().size() == 1
                && casting.persona(wave.tokens().get(0)) != null;
        Voice voice = stray ? Voices.stray(wave.campaign()) : Voices.background(seed, wave);
        List<Post> first = new ArrayList<>();
        List<Post> later = new ArrayList<>();
        int n = 0;
        for (String token : wave.tokens()) {
            String to = casting.value(token);
            if (to != null) {
                report(wave, voice, wave.campaign() + " " + token, to, n++, first, later);
            }
        }
        for (Map.Entry<String, String> guess : wave.siblings().entrySet()) {
            if (!siblings.isEmpty()) {
                int which = Math.floorMod(Post.key(seed + guess.getKey(), 8).hashCode(), siblings.size());
                String to = siblings.get(which);
                report(wave, voice, wave.campaign() + " " + guess.getKey(), to, n++, first, later);
            }
        }
        List<Beat> beats = new ArrayList<>();
        add(beats, begin, first, false);
        add(beats, begin.plus(SPEAKING), later, false);
        return beats;
    }

    private List<Beat> byHand(Wave wave, Instant begin, IntPredicate taken) {
        List<Beat> beats = new ArrayList<>();
        Instant at = begin;
        int n = 0;
        for (String token : wave.tokens()) {
            Integer persona = casting.persona(token);
            if (persona == null) {
                continue;
            }
            Casting.@Nullable Member member = casting.members().get(persona);
            if (member == null || !taken.test(persona)) {
                continue;
            }
            Voices.Quoted quoted = wave.quotes()
                    ? new Voices.Quoted(member.name(), member.ticket() == null ? "" : member.ticket())
                    : Voices.Quoted.NOTHING;
            List<Post> first = new ArrayList<>();
            List<Post> later = new ArrayList<>();
            String to = wave.way() == World.Way.PHONE ? member.phone() : member.email();
            String id = wave.campaign() + " " + token + " " + n;
            report(wave, Voices.actor(wave, quoted), id, to, n++, first, later);
            add(beats, at, first, true);
            add(beats, at.plus(SPEAKING), later, true);
            at = at.plus(ROW);
        }
        return beats;
    }

    private void report(Wave wave, Voice voice, String name, String to, int n, List<Post> first, List<Post> later) {
        String id = seed + " " + name;
        if (wave.way() == World.Way.MAIL) {
            first.add(Post.mail(id, voice.sender(), to, voice.subject(), voice.text(), ""));
        } else if (voice.messages()) {
            first.add(Post.message(id, voice.caller(n), to, voice.said()));
        } else {
            first.add(Post.call(id, voice.caller(n), to, voice.name(), voice.verstat()));
            if (Integer.parseInt(Post.key(id, 4), 16) < voice.spoken() * 0x10000) {
                later.add(Post.transcript(id, voice.caller(n), to, voice.said()));
            }
        }
    }

    private static void add(List<Beat> beats, Instant at, List<Post> posts, boolean leaked) {
        if (!posts.isEmpty()) {
            beats.add(new Beat(at, posts, leaked));
        }
    }
}
