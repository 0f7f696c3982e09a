package io.barium;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, at INFO and above. */
public final class LogLines implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    /** Starts listening. */
    public LogLines() {
        root.setLevel(Level.INFO);
        appender.start();
        root.addAppender(appender);
    }

    /** The lines, with whatever was thrown. */
    public List<String> lines() {
        return events().stream().map(LogLines::line).toList();
    }

    /** Stack traces at ERROR, or at WARN from our own code, as text. */
    public List<String> unforeseen() {
        return events().stream()
                .filter(e -> e.getThrowableProxy() != null)
                .filter(e -> e.getLevel() == Level.ERROR
                        || (e.getLevel() == Level.WARN && e.getLoggerName().startsWith("io.barium")))
                .map(LogLines::line)
                .toList();
    }

    private List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }

    private static String line(ILoggingEvent e) {
        String thrown = e.getThrowableProxy() == null
                ? ""
                : " " + e.getThrowableProxy().getClassName() + ": "
                        + e.getThrowableProxy().getMessage();
        return e.getLevel() + " " + e.getLoggerName() + " " + e.getFormattedMessage() + thrown;
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.detachAppender(appender);
        appender.stop();
    }
}
