// Decides requests with an IAM policy simulator. In: a list of cases on standard input. Out: a list of
// "Allowed", "ImplicitlyDenied", … or the simulator's complaint about the request, in the same order.
import { readFileSync } from 'node:fs'
import { runSimulation } from '@cloud-copilot/iam-simulate'

const ACCOUNT = '123456789012'

async function decide({ policy, action, resource, context }) {
  const answer = await runSimulation(
    {
      identityPolicies: [{ name: 'role', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/function`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: context
      }
    },
    {}
  )
  if (answer.resultType === 'error' || answer.errors) return JSON.stringify(answer.errors)
  return answer.overallResult ?? answer.result?.evaluationResult ?? JSON.stringify(answer)
}

const cases = JSON.parse(readFileSync(0, 'utf8'))
const results = []
for (const one of cases) results.push(await decide(one))
process.stdout.write(JSON.stringify(results))
