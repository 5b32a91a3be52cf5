import type { Store } from '../common/store.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { accountChunk } from './account-chunk.ts'
import { BlankState } from './blank-state.tsx'
import { BrandMark } from './brand-mark.tsx'
import type { Crowding } from './crowding.ts'
import { LateDrawing } from './drawings/late-drawing.tsx'
import { LatePart } from './late-part.tsx'
import { type Brand, BrandContext, RouterContext, useRoute } from './page-context.ts'
import type { PageModel } from './page-model.ts'
import type { Router } from './router.ts'
import { SignIn } from './sign-in.tsx'
import { useLate } from './use-late.ts'
import { VisitPage } from './visit-page.tsx'
import { waitWords } from './wait-words.ts'

interface Props {
  readonly model: PageModel
  readonly router: Router
  readonly crowding: Store<Crowding | undefined>
  readonly brand: Brand
}

/** The whole page, whatever it is about just now. */
export function Page({ model, router, crowding, brand }: Props) {
  return (
    <RouterContext.Provider value={router}>
      <BrandContext.Provider value={brand}>
        <PhasePage model={model} crowding={crowding} />
      </BrandContext.Provider>
    </RouterContext.Provider>
  )
}

function PhasePage({ model, crowding }: Pick<Props, 'model' | 'crowding'>) {
  const route = useRoute()
  const phase = useSubscription(model, () => model.phase)
  if (route.page === 'link') {
    const { code } = route
    return <LatePart chunk={accountChunk}>{(part) => <part.LinkPage key={code} code={code} model={model} />}</LatePart>
  }
  switch (phase.kind) {
    case 'loading':
      return <Loading />
    case 'unreachable':
      return <Unreachable reason={phase.error.message} again={() => void model.start()} />
    case 'signed-out':
      return (
        <SignIn
          site={phase.site}
          notice={phase.notice}
          signIn={(form) => model.signIn(form)}
          begin={(session) => model.begin(session, true)}
        />
      )
    case 'visiting':
      return (
        <VisitPage
          key={phase.visit.session.token}
          visit={phase.visit}
          crowding={crowding}
          signOut={() => void model.signOut()}
          changed={(user) => model.changed(user)}
        />
      )
  }
}

function Loading() {
  const late = useLate()
  return (
    <main class="whole" aria-busy="true">
      <div class="loading" role="status">
        <BrandMark size={40} />
        <span class={late ? 'loading-words' : 'unseen'}>{late ? waitWords(undefined) : 'Loading'}</span>
      </div>
    </main>
  )
}

function Unreachable({ reason, again }: { reason: string; again: () => void }) {
  const action = (
    <button type="button" class="button button-strong" onClick={again}>
      Try now
    </button>
  )
  return (
    <main class="whole">
      <BlankState drawing={<LateDrawing of="Unplugged" />} title="Nobody answers" actions={action} announced>
        <p>{reason} Perhaps it is being restarted; this page keeps trying by itself.</p>
      </BlankState>
    </main>
  )
}
