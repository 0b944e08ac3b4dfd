import type { ComponentChildren, VNode } from 'preact';

/** The title of a page, a line above and below it, and what can be done with the whole of it. */
export function Heading({
  title,
  above,
  below,
  children,
}: {
  title: string;
  above?: ComponentChildren;
  below?: ComponentChildren;
  children?: ComponentChildren;
}): VNode {
  return (
    <div class="heading">
      <div>
        {above === undefined ? null : <p class="above">{above}</p>}
        <h1>{title}</h1>
        {below === undefined ? null : <p class="below">{below}</p>}
      </div>
      {children === undefined ? null : <div class="heading-end">{children}</div>}
    </div>
  );
}

/** A framed part of a page with its own heading. */
export function Card({
  title,
  end,
  children,
}: {
  title?: string;
  end?: ComponentChildren;
  children: ComponentChildren;
}): VNode {
  return (
    <section class="card">
      {title === undefined ? null : (
        <div class="card-head">
          <h2>{title}</h2>
          {end}
        </div>
      )}
      {children}
    </section>
  );
}
