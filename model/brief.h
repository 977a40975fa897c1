// A page to be read by people: events, what was said as block quotes, and a numbered footnote for each, in Markdown.
// Every quoted word is a slice of its source; what an author reports is never given as the speaker's own words.
//
//   **2024-01-19 Fri**, CHN-PRK, meeting, Beijing: Liu Jianchao Meets with Ri Ryong Nam[^1]
//
//   Ri Ryong Nam (PRK, DPRK Ambassador to China), according to the CHN readout:
//
//   > The DPRK side firmly supports …[^2]
//
//   [^2]: International Department, Liu Jianchao Meets with …, event of 2024-01-19, published 2024-01-19,
//   <https://…>, readouts/1.txt:8:445, bytes 1944+593
#ifndef BILAT_MODEL_BRIEF_H
#define BILAT_MODEL_BRIEF_H

#include "model/sink.h"
#include "model/view.h"

typedef struct BriefForm {
    bool only_marked;   // events that are marked; of others, the positions that are
    bool only_matching; // positions that fulfil the filter's position terms, where it has some
} BriefForm;

typedef struct BriefSize {
    uint64_t events, positions;
} BriefSize;

BriefSize brief_size(View *view, BriefForm form);
// False when the sink failed.
bool brief_write(View *view, BriefForm form, Sink *sink);

// A text as Markdown that reads as the text, whatever it holds: signs of Markdown are escaped, links do not become
// links, blanks and line ends are one blank, controls that change the direction of writing are spelled out.
Text brief_escape(Text text, Arena *arena);

#endif
