package dev.seisei.core.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;

/**
 * Pieces of music, as notes in time. As {@code mid} a MIDI file with a track a piece, one after
 * another, each from the beginning of a whole note on; as {@code json} an array of pieces, each an
 * array of notes.
 */
public final class Score implements Sample {
  /** Ticks of a MIDI file in a quarter note. */
  private static final int RESOLUTION = 480;

  private static final int WHOLE_NOTE = 4 * RESOLUTION;

  private static final int SET_TEMPO = 0x51;

  private final double tempo;
  private final List<List<Note>> pieces;

  /**
   * A note.
   *
   * @param start in quarter notes from the beginning of the piece
   * @param length in quarter notes
   * @param pitch as in MIDI: 60 is the middle C, 0 to 127
   * @param velocity as in MIDI, 1 to 127
   */
  public record Note(double start, double length, int pitch, int velocity) {
    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Note {
      // A million quarter notes, a week of music, is far from the limits of the file.
      if (!(start >= 0 && start <= 1e6) || !(length > 0 && length <= 1e6)) {
        throw new IllegalArgumentException(
            "a note must start in [0, 1e6] and have a length in (0, 1e6], got "
                + start
                + " and "
                + length);
      }
      if (pitch < 0 || pitch > 127 || velocity < 1 || velocity > 127) {
        throw new IllegalArgumentException(
            "a note's pitch must be in [0, 127] and its velocity in [1, 127], got "
                + pitch
                + " and "
                + velocity);
      }
    }
  }

  /**
   * @param tempo quarter notes a minute
   * @throws IllegalArgumentException if there are no pieces, or the tempo is not in [4, 1000]
   */
  public Score(double tempo, List<? extends List<Note>> pieces) {
    if (!(tempo >= 4 && tempo <= 1000)) {
      throw new IllegalArgumentException("tempo must be in [4, 1000], got " + tempo);
    }
    this.tempo = tempo;
    this.pieces = SampleFiles.someOf("pieces", pieces).stream().map(List::<Note>copyOf).toList();
  }

  /** Quarter notes a minute. */
  public double tempo() {
    return tempo;
  }

  public List<Note> notes(int index) {
    return pieces.get(index);
  }

  @Override
  public int size() {
    return pieces.size();
  }

  @Override
  public Score slice(int from, int count) {
    SampleFiles.checkRange(from, count, size());
    return new Score(tempo, pieces.subList(from, from + count));
  }

  @Override
  public List<String> formats() {
    return List.of("mid", "json");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    switch (format) {
      case "mid" -> writeMidi(out);
      case "json" -> writeJson(out);
      default -> throw SampleFiles.unknown(this, format);
    }
  }

  private void writeMidi(OutputStream out) throws IOException {
    try {
      Sequence sequence = new Sequence(Sequence.PPQ, RESOLUTION);
      long start = 0;
      for (List<Note> piece : pieces) {
        Track track = sequence.createTrack();
        track.add(new MidiEvent(tempoMessage(), 0));
        long end = start;
        for (Note note : piece) {
          end = Math.max(end, add(track, start, note));
        }
        start = (end + WHOLE_NOTE - 1) / WHOLE_NOTE * WHOLE_NOTE;
      }
      MidiSystem.write(sequence, pieces.size() == 1 ? 0 : 1, out);
    } catch (InvalidMidiDataException e) {
      throw new IOException("the notes make no MIDI file: " + e.getMessage(), e);
    }
  }

  private MetaMessage tempoMessage() throws InvalidMidiDataException {
    int micros = (int) Math.round(60e6 / tempo);
    byte[] data = {(byte) (micros >> 16), (byte) (micros >> 8), (byte) micros};
    return new MetaMessage(SET_TEMPO, data, data.length);
  }

  /** Adds a note of a piece that starts at a tick; returns the tick at which the note ends. */
  private static long add(Track track, long start, Note note) throws InvalidMidiDataException {
    long on = start + Math.round(note.start() * RESOLUTION);
    long off = Math.max(on + 1, start + Math.round((note.start() + note.length()) * RESOLUTION));
    int pitch = note.pitch();
    track.add(new MidiEvent(new ShortMessage(ShortMessage.NOTE_ON, 0, pitch, note.velocity()), on));
    track.add(new MidiEvent(new ShortMessage(ShortMessage.NOTE_OFF, 0, pitch, 0), off));
    return off;
  }

  private void writeJson(OutputStream out) throws IOException {
    try (JsonGenerator json = Numbers.json(out)) {
      json.writeStartArray();
      for (List<Note> piece : pieces) {
        json.writeStartArray();
        for (Note note : piece) {
          json.writeStartObject();
          json.writeNumberField("start", note.start());
          json.writeNumberField("length", note.length());
          json.writeNumberField("pitch", note.pitch());
          json.writeNumberField("velocity", note.velocity());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndArray();
    }
  }
}
